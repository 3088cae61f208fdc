/** Assets: the things that can earn. */
import { z } from 'zod'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'

export const assetRegistered = defineEvent({
  schema: z
    .object(
      {
        asset: field.asset,
        owner: field.payee,
        name: optional(field.text),
        license: optional(field.text),
        metadataUri: optional(field.text),
      },
      notObject,
    )
    .describe('A dataset, model, agent or tool that can earn.'),
  content: (bytes, { asset, owner, name, license, metadataUri }) =>
    bytes.texts(asset, owner, name, license, metadataUri),
})
