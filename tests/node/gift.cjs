// gift-pegjs as an oracle: a list of GIFT texts in, what it reads of each (or why it does not) out.
const { parse } = require('gift-pegjs')
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'))
process.stdout.write(JSON.stringify(texts.map((text) => {
  try { return { read: parse(text) } } catch (error) { return { error: String(error.message) } }
})))
