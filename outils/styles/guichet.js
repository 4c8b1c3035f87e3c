// An act sent on a bad line. Without this script the browser's own error page takes the place of
// the form; with it the page stays, says what is known, and the same form can be sent again. It
// bears the same key, so that the act is done once (docs/decisions/au-guichet.md).
//
// <form data-acte="where the act leads"> holds [data-ligne] and its two sentences.

const PATIENCE_MS = 20000

export function garderSurMauvaiseLigne (formulaire, enrichir) {
  const ligne = formulaire.querySelector('[data-ligne]')
  let enCours = false

  formulaire.addEventListener('submit', async (envoi) => {
    envoi.preventDefault()
    if (enCours) return
    if (navigator.onLine === false) {
      dire(ligne, 'horsligne')
      return
    }
    enCours = true
    ligne.hidden = true
    formulaire.setAttribute('aria-busy', 'true')
    const reponse = await envoyer(formulaire)
    enCours = false
    formulaire.removeAttribute('aria-busy')
    if (reponse === null) {
      dire(ligne, 'perdue')
    } else if (reponse.page === undefined) {
      window.location.assign(formulaire.dataset.acte)
    } else {
      montrer(reponse.page)
      enrichir()
    }
  })
}

// A question or a refusal is shown as it came: sent once more, the form would count a second miss
// of the agent, and a second consultation. Going back leads to the form, as it does elsewhere.
function montrer (html) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  document.title = page.title
  document.body.replaceWith(page.body)
  window.scrollTo(0, 0)
  const titre = document.querySelector('h1')
  if (titre) titre.tabIndex = -1
  const arrivee = document.querySelector('[autofocus]') ?? titre
  arrivee?.focus({ preventScroll: true })
  window.history.pushState(null, '')
  window.addEventListener('popstate', () => window.location.reload(), { once: true })
}

// The document that the agent has seen bears the focus, so that Enter acts at once. On a small
// screen the browser would scroll down to it, past the identity to compare.
export function arriverEnHaut (choix) {
  choix.classList.add('mp-arrivee')
  window.scrollTo(0, 0)
  const partir = () => choix.classList.remove('mp-arrivee')
  for (const geste of ['keydown', 'pointerdown', 'wheel']) {
    document.addEventListener(geste, partir, { once: true, capture: true, passive: true })
  }
}

// Nothing when no answer came, or none for people; `page` unless the answer leads elsewhere.
async function envoyer (formulaire) {
  const abandon = new AbortController()
  const minuterie = setTimeout(() => abandon.abort(), PATIENCE_MS)
  try {
    const reponse = await fetch(formulaire.action, {
      method: 'POST',
      body: new URLSearchParams(new FormData(formulaire)),
      headers: { Accept: 'text/html' },
      redirect: 'manual',
      signal: abandon.signal
    })
    if (reponse.type === 'opaqueredirect') return {}
    const lisible = reponse.headers.get('content-type')?.startsWith('text/html')
    return lisible ? { page: await reponse.text() } : null
  } catch {
    return null
  } finally {
    clearTimeout(minuterie)
  }
}

function dire (ligne, quoi) {
  ligne.querySelector('[data-ligne-horsligne]').hidden = quoi !== 'horsligne'
  ligne.querySelector('[data-ligne-perdue]').hidden = quoi !== 'perdue'
  ligne.hidden = false
  ligne.focus()
}
