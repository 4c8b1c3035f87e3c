// The only script of the portals. Every journey works without it: it adds what makes it shorter.
import {
  Button, createAll, ErrorSummary, SkipLink
} from 'govuk-frontend'

import { proposerLaCamera } from './camera.js'
import { suggererCommunes } from './communes.js'
import { arriverEnHaut, garderSurMauvaiseLigne } from './guichet.js'
import { revelerSelonLeChoix } from './radios.js'

enrichir()

function enrichir () {
  document.body.classList.add('js-enabled')
  if ('noModule' in HTMLScriptElement.prototype) {
    document.body.classList.add('govuk-frontend-supported')
  }

  createAll(Button, { preventDoubleClick: true })
  createAll(ErrorSummary)
  createAll(SkipLink)

  document.querySelectorAll('.govuk-radios').forEach(revelerSelonLeChoix)
  document.querySelectorAll('[data-communes]').forEach(suggererCommunes)
  document.querySelectorAll('form[data-reference]').forEach(proposerLaCamera)
  document.querySelectorAll('form[data-acte]').forEach((formulaire) => {
    garderSurMauvaiseLigne(formulaire, enrichir)
  })
  document.querySelectorAll('.mp-pieces [autofocus]').forEach(arriverEnHaut)

  document.querySelectorAll('[data-imprimer]').forEach((bouton) => {
    bouton.hidden = false
    bouton.addEventListener('click', () => window.print())
  })
}
