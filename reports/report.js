// Only what a page can do without: with scripts off nothing is lost, the filters are just not there.
const filters = document.getElementById('filters')

function row(tr) {
  const marks = [...tr.querySelectorAll('.v, .differs, .surprise')].map(mark => mark.textContent)
  return { tr, marks: new Set(marks), text: tr.cells[0].textContent.toLowerCase() }
}

function start() {
  const topic = document.getElementById('filter-topic')
  const verdict = document.getElementById('filter-verdict')
  const text = document.getElementById('filter-text')
  const count = document.getElementById('filter-count')
  const topics = [...document.getElementById('cases').tBodies].map(body => ({
    body,
    name: body.rows[0].cells[0].textContent,
    rows: [...body.rows].slice(1).map(row),
  }))
  const all = topics.reduce((sum, { rows }) => sum + rows.length, 0)

  function apply() {
    const words = text.value.toLowerCase().split(/\s+/)
    let found = 0
    for (const { body, name, rows } of topics) {
      let here = 0
      for (const { tr, marks, text } of rows) {
        const fits =
          (topic.value === '' || topic.value === name) &&
          (verdict.value === '' || marks.has(verdict.value)) &&
          words.every(word => text.includes(word))
        tr.hidden = !fits
        if (fits) here++
      }
      body.hidden = here === 0
      found += here
    }
    count.textContent = found === all ? `${all} cases` : `${found} of ${all} cases`
  }

  for (const field of [topic, verdict, text]) field.addEventListener('input', apply)
  filters.hidden = false
  apply()
}

if (filters) start()
