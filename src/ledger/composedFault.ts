/** A refused event of an agent's file as a fault of the file. */
import { type Composed, type CompositionFault, placeInFile } from '../composing/index.ts'
import { errorCatalogue, type Fault } from '../errors.ts'

export function faultAt(
  composed: readonly Composed[],
  event: number,
  { code, message, path, fix, data }: Fault,
): CompositionFault {
  const place = placeInFile(composed[event]!, path)
  return {
    code,
    message: path === undefined ? message : message.replaceAll(path, place),
    path: place,
    event,
    fix: fix ?? errorCatalogue[code].fix,
    ...(data && { data: { ...data } as NonNullable<CompositionFault['data']> }),
  }
}
