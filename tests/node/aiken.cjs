// aiken-to-moodlexml as an oracle: a list of Aiken texts in, the Moodle XML that it makes of each out.
console.log = console.error // the translator talks
const translate = require('aiken-to-moodlexml')
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'))
process.stdout.write(JSON.stringify(texts.map((text) => {
  let said
  ;(translate.default || translate)(text, (xml, error) => { said = error ? { error: String(error) } : { read: xml } })
  return said
})))
