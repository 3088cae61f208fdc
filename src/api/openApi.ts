/** Makes the OpenAPI 3.1 document from the routes. */
import type { FastifyDynamicSwaggerOptions, SwaggerTransformObject } from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

/** Shows only the schemas that the routes use. zod's registry has others too, for example those of events. */
const transformObject: SwaggerTransformObject = (document) => {
  const whole = jsonSchemaTransformObject(document) as OpenApiDocument
  const reached = reachableSchemas(whole)
  const shown = Object.entries(whole.components.schemas)
    .filter(([name]) => reached.has(name))
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
  return {
    ...whole,
    components: { ...whole.components, schemas: Object.fromEntries(shown) },
  } as ReturnType<SwaggerTransformObject>
}

/**
 * The order in which the document lists the shapes. zod lists them in the order in which modules are loaded, so a moved
 * file would move them. A new shape comes at the end.
 */
const order = (
  'LineageEdge Fault EventResult EventResults RejectedEvent IngestReport RefusedEvent RefusedPage ReplayReport Health ' +
  'DoctorReport Problem Currency CurrencyList Rate Asset AssetPage Version VersionPage LineageReport CurrencyTotals ' +
  'EpochReport EpochPage TreeLeaf TreeHeader ProofReport StatementLine StatementPage VersionFlow Statement ' +
  'PayeeBalances Explanation VerifyReport BackupReport AuditEntry AuditPage LikeCall SuspectedCall PayeeExplanation ' +
  'PreviewPayment PreviewSuspense PreviewSuspected RegistryChange EpochPreview ' +
  'Payee PayeePage AssetRate RatePage Fee FeePage Balance BalancePage CallGroup CallGroupPage Call CallPage ' +
  'SuspenseLine SuspensePage ' +
  'CloseWarning QueryAnswer OtlpExportResponse OtlpStatus'
).split(' ')

function placeOf(name: string): number {
  const place = order.indexOf(name)
  return place < 0 ? order.length : place
}

interface OpenApiDocument {
  readonly paths: unknown
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

function reachableSchemas(document: OpenApiDocument): Set<string> {
  const reached = new Set<string>()
  const open: unknown[] = [document.paths]
  while (open.length > 0) {
    const text = JSON.stringify(open.pop())
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (reached.has(name!)) continue
      reached.add(name!)
      open.push(document.components.schemas[name!])
    }
  }
  return reached
}

export const openApi: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Headwater',
      version: '1',
      description:
        'Revenue attribution and royalties for AI assets: events in, exact books and payout trees out.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
    },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  },
  transform: jsonSchemaTransform,
  transformObject,
}
