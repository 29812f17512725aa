// csv-parse as an oracle: a list of CSV texts in, the rows that it reads of each out.
const { parse } = require('csv-parse/sync')
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'))
process.stdout.write(JSON.stringify(texts.map((text) => {
  try { return { read: parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false }) } }
  catch (error) { return { error: String(error.message) } }
})))
