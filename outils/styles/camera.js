// The QR code of a mandant's reference, read by the camera where the browser can: the field is
// filled and sent, as by a hand-held reader. Nothing leaves the page: the browser itself reads the
// image. Everywhere else the button stays hidden and the reference is typed.

const REFERENCE = /^(?:[\s-]*[0-9A-Z]){6}[\s-]*$/i
const PAUSE_MS = 150

export async function proposerLaCamera (formulaire) {
  const ouvrir = formulaire.querySelector('[data-camera-ouvrir]')
  if (!ouvrir || !navigator.mediaDevices?.getUserMedia || !await litLesCodes()) return
  const lecture = new Lecture(formulaire, ouvrir)
  ouvrir.hidden = false
  formulaire.querySelector('[data-camera]').hidden = false
  ouvrir.addEventListener('click', () => lecture.commencer())
}

async function litLesCodes () {
  if (!('BarcodeDetector' in window)) return false
  try {
    return (await window.BarcodeDetector.getSupportedFormats()).includes('qr_code')
  } catch {
    return false
  }
}

class Lecture {
  constructor (formulaire, ouvrir) {
    this.formulaire = formulaire
    this.ouvrir = ouvrir
    this.champ = formulaire.querySelector('[name="reference"]')
    this.vue = formulaire.querySelector('[data-camera-vue]')
    this.image = formulaire.querySelector('[data-camera-image]')
    this.etat = formulaire.querySelector('[data-camera-etat]')
    this.arreter = formulaire.querySelector('[data-camera-arreter]')
    this.flux = null
    this.arreter.addEventListener('click', () => this.finir(this.etat.dataset.arretee))
    this.vue.addEventListener('keydown', (touche) => {
      if (touche.key === 'Escape') this.finir(this.etat.dataset.arretee)
    })
    // A camera never runs behind the agent's back.
    window.addEventListener('pagehide', () => this.eteindre())
    document.addEventListener('visibilitychange', () => {
      if (document.hidden && this.flux) this.finir(this.etat.dataset.arretee)
    })
  }

  async commencer () {
    if (this.flux) return
    try {
      this.flux = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: { ideal: 'environment' } }
      })
    } catch (erreur) {
      const { refusee, absente } = this.etat.dataset
      this.finir(erreur.name === 'NotAllowedError' ? refusee : absente)
      return
    }
    this.vue.hidden = false
    this.ouvrir.hidden = true
    this.arreter.focus()
    this.dire(this.etat.dataset.prete)
    this.image.srcObject = this.flux
    // Stopped and opened again, the camera has another stream: what read the first one ends.
    const { flux } = this
    const detecteur = new window.BarcodeDetector({ formats: ['qr_code'] })
    try {
      await this.image.play()
      await this.chercher(detecteur, flux)
    } catch {
      if (this.flux === flux) this.finir(this.etat.dataset.absente)
    }
  }

  async chercher (detecteur, flux) {
    while (this.flux === flux) {
      const [code] = await detecteur.detect(this.image)
      if (this.flux === flux && code && this.retenir(code.rawValue)) return
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  retenir (texte) {
    if (!REFERENCE.test(texte)) {
      this.dire(this.etat.dataset.autre)
      return false
    }
    this.champ.value = texte.trim()
    this.finir(`${this.etat.dataset.lue} ${[...texte.trim()].join(' ')}`)
    this.formulaire.requestSubmit()
    return true
  }

  finir (phrase) {
    const ouverte = this.flux !== null
    this.eteindre()
    this.vue.hidden = true
    this.ouvrir.hidden = false
    if (ouverte) this.ouvrir.focus()
    this.dire(phrase)
  }

  eteindre () {
    this.flux?.getTracks().forEach((piste) => piste.stop())
    this.flux = null
    this.image.srcObject = null
  }

  dire (phrase) {
    if (this.etat.textContent !== phrase) this.etat.textContent = phrase
  }
}
