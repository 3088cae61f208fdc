/** Light, dark, or as the system has it. The choice stays in this browser. */
export const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

const key = 'headwater.theme'

export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(key)
    return themes.find((theme) => theme === stored) ?? 'system'
  } catch {
    return 'system'
  }
}

export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  try {
    localStorage.setItem(key, theme)
  } catch {
    // A browser that stores nothing forgets the choice.
  }
}
