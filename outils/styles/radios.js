// Fields that only one of the radios needs are shown when it is chosen. govuk-frontend's own component
// does the same, but writes aria-expanded on radios, which ARIA does not allow (axe: aria-allowed-attr).

export function revelerSelonLeChoix (groupe) {
  const radios = [...groupe.querySelectorAll('input[data-aria-controls]')]
  const montrer = () => radios.forEach((radio) => {
    const suite = document.getElementById(radio.dataset.ariaControls)
    suite?.classList.toggle('govuk-radios__conditional--hidden', !radio.checked)
  })
  if (radios.length === 0) return
  groupe.addEventListener('change', montrer)
  montrer()
}
