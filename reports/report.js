// Only what a page can do without: with scripts off nothing is lost, the filters are just not there.
const filters = document.getElementById('filters')

/** A row of the table: what stands in it is read once. */
function row(tr) {
  const [head, ...cells] = tr.cells
  return {
    tr,
    cells,
    differs: head.querySelector('.differs') !== null,
    level: head.querySelector('.level').textContent,
    verdicts: cells.map(cell => cell.className),
    surprises: cells.map(cell => cell.querySelector('b') !== null),
    text: head.textContent.toLowerCase(),
  }
}

function start() {
  const field = name => document.getElementById(`filter-${name}`)
  const fields = ['topic', 'level', 'verdict', 'host', 'text'].map(field)
  const [topic, level, verdict, host, text] = fields
  const count = field('count')
  const table = document.getElementById('cases')
  const heads = [...table.tHead.rows[0].cells].slice(1)
  const topics = [...table.tBodies].map(body => ({
    body,
    name: body.rows[0].cells[0].textContent,
    counts: [...body.rows[0].cells].slice(1),
    rows: [...body.rows].slice(1).map(row),
  }))
  const all = topics.reduce((sum, { rows }) => sum + rows.length, 0)
  let shown = -1

  /** Only the column of one implementation, or all of them at -1. */
  function showColumn(column) {
    if (column === shown) return
    shown = column
    const rows = topics.flatMap(({ counts, rows }) => [counts, ...rows.map(({ cells }) => cells)])
    for (const cells of [heads, ...rows])
      for (const [at, cell] of cells.entries()) cell.hidden = column >= 0 && at !== column
  }

  function hasVerdict({ differs, verdicts, surprises }, column) {
    if (verdict.value === '') return true
    if (verdict.value === 'differs') return differs
    if (verdict.value === 'surprise')
      return column < 0 ? surprises.includes(true) : surprises[column]
    return column < 0 ? verdicts.includes(verdict.value) : verdicts[column] === verdict.value
  }

  function apply() {
    const words = text.value.toLowerCase().split(/\s+/)
    const column = host.selectedIndex - 1
    showColumn(column)
    let found = 0
    for (const { body, name, rows } of topics) {
      let here = 0
      for (const row of rows) {
        const fits =
          (topic.value === '' || topic.value === name) &&
          (level.value === '' || level.value === row.level) &&
          hasVerdict(row, column) &&
          words.every(word => row.text.includes(word))
        row.tr.hidden = !fits
        if (fits) here++
      }
      body.hidden = here === 0
      found += here
    }
    count.textContent = found === all ? `${all} cases` : `${found} of ${all} cases`
  }

  for (const one of fields) one.addEventListener('input', apply)
  filters.hidden = false
  apply()
}

if (filters) start()
