// The only script of the portals. Every journey works without it: it adds what makes it shorter.
import {
  Button, Checkboxes, createAll, ErrorSummary, Radios, SkipLink
} from 'govuk-frontend'

import { suggererCommunes } from './communes.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}

createAll(Button, { preventDoubleClick: true })
createAll(Checkboxes)
createAll(ErrorSummary)
createAll(Radios)
createAll(SkipLink)

document.querySelectorAll('[data-communes]').forEach(suggererCommunes)

document.querySelectorAll('[data-imprimer]').forEach((bouton) => {
  bouton.hidden = false
  bouton.addEventListener('click', () => window.print())
})
