/**
 * Completion scripts of bash and zsh. Both walk over the words before the cursor to find the command, then look up what
 * may follow. They start no process.
 */
import { type CompletionCommand, placeOf } from './tree.ts'

/** For bash 3.2, which macOS has, and later. */
export function bashScript(tree: readonly CompletionCommand[]): string {
  return `# bash completion of headwater
_headwater() {
  local at='' word i cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  # bash cuts --option=value at the sign.
  if [ "$cur" = '=' ]; then cur=''; elif [ "$prev" = '=' ]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
${walk(tree)}
  done
  local words='' options=''
${lookUp(tree)}
  if [ -n "$choices" ]; then words=$choices; elif [ "$value" = 1 ]; then words=''; elif [ "\${cur:0:1}" = '-' ]; then words=$options; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _headwater headwater
`
}

export function zshScript(tree: readonly CompletionCommand[]): string {
  return `#compdef headwater
# zsh completion of headwater
_headwater() {
  local at='' word i cur=\${words[CURRENT]} prev=\${words[CURRENT-1]} given
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
${walk(tree)}
  done
  local names='' options=''
${lookUp(tree).replaceAll('words=', 'names=')}
  if [ -n "$choices" ]; then given=$choices; elif [ "$value" = 1 ]; then given=''; elif [ "\${cur[1]}" = '-' ]; then given=$options; else given=$names; fi
  if [ -n "$given" ]; then compadd -- \${=given}; else _files; fi
}
if [ "$funcstack[1]" = _headwater ]; then _headwater "$@"; else compdef _headwater headwater; fi
`
}

/** The value of an option is no command, whatever it is. */
function walk(tree: readonly CompletionCommand[]): string {
  const places = tree.map(placeOf).filter((place) => place !== '')
  return `    case "$word" in
      ${valueOptions(tree).join(' | ')}) i=$((i + 1)); continue ;;
    esac
    case "$at/$word" in
      ${places.join(' | ')}) at="$at/$word" ;;
    esac`
}

function valueOptions(tree: readonly CompletionCommand[]): string[] {
  const names = tree.flatMap(({ options }) => options.filter((option) => option.takesValue))
  return [...new Set(names.flatMap((option) => option.names))].sort()
}

function lookUp(tree: readonly CompletionCommand[]): string {
  const lines = tree.map((command) => {
    const options = command.options.flatMap(({ names }) => names).join(' ')
    return `    '${placeOf(command)}') words='${command.words.join(' ')}' options='${options}' ;;`
  })
  const chosen = tree.flatMap((command) =>
    command.options
      .filter(({ choices }) => choices.length > 0)
      .flatMap(({ names, choices }) =>
        names.map((name) => `    '${placeOf(command)} ${name}') choices='${choices.join(' ')}' ;;`),
      ),
  )
  return `  local choices='' value=0
  case "$prev" in
    ${valueOptions(tree).join(' | ')}) value=1 ;;
  esac
  case "$at $prev" in
${chosen.join('\n')}
  esac
  case "$at" in
${lines.join('\n')}
  esac`
}
