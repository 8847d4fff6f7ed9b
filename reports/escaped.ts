/** Text for HTML and XML: no character of it is markup, in an element or in an attribute, quoted or not. */

const markup = /[&<>"'`=]/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
}

export function escaped(text: string): string {
  return text.replace(markup, character => entities[character] ?? '')
}
