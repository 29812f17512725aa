// Amp-up's QTI 3 Item Player as an oracle: loads an item, answers it, tells what it read and scored. Runs in a browser.
window.playItem = async (xml, chosen) => {
  const player = window.qti3Player.default || window.qti3Player
  const holder = document.body.appendChild(document.createElement('div'))
  const frame = holder.appendChild(document.createElement('div'))
  const said = { alerts: [] }
  let ended
  const end = new Promise((done) => { ended = done })
  await new Promise((ready, failed) => {
    setTimeout(() => failed(new Error('the player never was ready')), 20000)
    const on = {
      notifyQti3PlayerReady: (one) => {
        said.player = one
        one.loadItemFromXml(xml, {
          guid: 'item', status: 'interacting', pnp: {},
          sessionControl: { validateResponses: false, showFeedback: false }
        })
      },
      notifyQti3ItemReady: ready,
      notifyQti3ItemAlertEvent: (alert) => said.alerts.push(JSON.stringify(alert)),
      notifyQti3EndAttemptCompleted: ended
    }
    const props = { suppressAlertMessages: true, suppressInvalidResponseMessages: true }
    new window.Vue({ el: frame, render: (make) => make(player, { props, on }) })
  })
  const choices = [...holder.querySelectorAll('[data-identifier]')]
  const read = choices.map((one) => {
    const copy = one.querySelector('.qti-choice-description').cloneNode(true)
    copy.querySelectorAll('.qti-feedback-inline').forEach((feedback) => feedback.remove())
    return [one.dataset.identifier, copy.textContent]
  })
  const body = holder.querySelector('.qti-item-body').cloneNode(true)
  body.querySelectorAll('.qti-choice-interaction').forEach((one) => one.remove())
  choices.filter((one) => chosen.includes(one.dataset.identifier)).forEach((one) => one.click())
  said.player.endAttempt('done')
  const state = (await end).state
  const value = (list, name) => (list.find((one) => one.identifier === name) || {}).value
  holder.remove()
  return {
    alerts: said.alerts,
    stem: body.textContent,
    choices: read,
    correct: [].concat((state.responseVariables.find((one) => one.identifier === 'RESPONSE') || {}).correctResponse || []),
    score: Number(value(state.outcomeVariables, 'SCORE'))
  }
}
