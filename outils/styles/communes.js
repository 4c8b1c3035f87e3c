// Suggestions of communes as one types: the results of the search, as radios, without a reload.
//
// <div data-communes="/api/v1/communes" data-champ="q" data-nom="commune"> holds the search field,
// its button and the zone of results [data-resultats], plus a [data-annonce] live region. What is
// announced is written on it, in the language of the page: data-dire-aucune, data-dire-une and
// data-dire-plusieurs, with {n}. The server writes the same radios when the search is sent as a form.

const DELAI_MS = 250
const LONGUEUR_MIN = 2

export function suggererCommunes (bloc) {
  const champ = bloc.querySelector('input[type="search"], input[data-recherche]')
  const zone = bloc.querySelector('[data-resultats]')
  const annonce = bloc.querySelector('[data-annonce]')
  if (!champ || !zone || !annonce) return
  let attente = 0
  let dernier = 0

  const chercher = async () => {
    const saisie = champ.value.trim()
    if (saisie.length < LONGUEUR_MIN) return
    const numero = ++dernier
    const adresse = new URL(bloc.dataset.communes, window.location.href)
    adresse.searchParams.set('q', saisie)
    const reponse = await fetch(adresse, { headers: { Accept: 'application/json' } }).catch(() => null)
    if (!reponse || !reponse.ok || numero !== dernier) return
    const { communes } = await reponse.json()
    afficher(zone, bloc.dataset.nom, communes)
    const { direAucune, direUne, direPlusieurs } = bloc.dataset
    const dite = [direAucune, direUne][communes.length] ?? direPlusieurs
    annonce.textContent = dite.replace('{n}', communes.length)
  }

  champ.addEventListener('input', () => {
    window.clearTimeout(attente)
    attente = window.setTimeout(chercher, DELAI_MS)
  })
}

function afficher (zone, nom, communes) {
  const choisie = zone.querySelector('input:checked')?.value
  const radios = document.createElement('div')
  radios.className = 'govuk-radios govuk-radios--small'
  communes.forEach((commune, rang) => radios.append(radio(nom, commune, rang, choisie)))
  const liste = zone.querySelector('[data-liste]')
  liste.replaceChildren(radios)
  zone.hidden = communes.length === 0
}

function radio (nom, commune, rang, choisie) {
  const id = rang === 0 ? nom : `${nom}-${rang + 1}`
  const item = document.createElement('div')
  item.className = 'govuk-radios__item'
  const entree = document.createElement('input')
  Object.assign(entree, { type: 'radio', className: 'govuk-radios__input', id, name: nom, value: commune.code })
  entree.checked = commune.code === choisie
  const libelle = document.createElement('label')
  libelle.className = 'govuk-label govuk-radios__label'
  libelle.htmlFor = id
  libelle.textContent = commune.libelle
  item.append(entree, libelle)
  return item
}
