// Citolab's QTI web components as an oracle: load an item, answer it, tell what they read and scored. Runs in a browser.
window.playItem = async (xml, chosen) => {
  const holder = document.body.appendChild(document.createElement('div'))
  const alerts = []
  const parsed = new DOMParser().parseFromString(xml, 'text/xml')
  if (parsed.querySelector('parsererror')) alerts.push(parsed.documentElement.textContent)
  const made = window.QtiComponents.qtiTransformItem().parse(xml).htmlDoc()
  holder.append(made)
  const item = holder.querySelector('qti-assessment-item')
  await item.updateComplete
  const interaction = item.querySelector('qti-choice-interaction')
  const choices = [...item.querySelectorAll('qti-simple-choice')]
  await Promise.all([interaction, ...choices].map((one) => one.updateComplete))
  await new Promise((done) => setTimeout(done, 0))
  const read = choices.map((one) => {
    const copy = one.cloneNode(true)
    copy.querySelectorAll('qti-feedback-inline').forEach((feedback) => feedback.remove())
    return [one.identifier, copy.textContent]
  })
  const body = new DOMParser().parseFromString(item.querySelector('qti-item-body').outerHTML, 'text/html').body
  body.querySelectorAll('qti-choice-interaction').forEach((one) => one.remove())
  const many = Number(interaction.maxChoices) !== 1
  item.updateResponseVariable('RESPONSE', many ? chosen : chosen[0])
  item.processResponse()
  const variable = (name) => item.variables.find((one) => one.identifier === name) || {}
  holder.remove()
  return {
    alerts,
    stem: body.textContent,
    choices: read,
    correct: [].concat(variable('RESPONSE').correctResponse || []),
    score: Number(variable('SCORE').value)
  }
}
