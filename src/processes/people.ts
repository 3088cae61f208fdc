/** What a server does for people that sign in: joins the ledger that it has open, and chains. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { claimCall } from '../chain/people/claim.ts'
import { bindingForWallet, signInText } from '../chain/people/messages.ts'
import { Signatures } from '../chain/people/signatures.ts'
import { readChains } from '../config/chainsFile.ts'
import type { Config } from '../config.ts'
import type { PeopleServed, ServedPeople } from '../service/people.ts'

/** @throws HeadwaterError `chain.fileFaulty`, `chain.fileMissing` where the settings name a file that is not there */
export async function openPeople(
  ledger: PeopleServed,
  { chains, data }: Pick<Config, 'chains' | 'data'>,
): Promise<ServedPeople> {
  const isConfigured = chains.file !== undefined || existsSync(join(data.folder, 'chains.yaml'))
  const { evm } = isConfigured
    ? await readChains({ file: chains.file, folder: data.folder })
    : { evm: new Map() }
  const signatures = new Signatures(evm)
  return {
    spendLink: (token) => ledger.spendLink(token),
    linkStands: (link) => ledger.linkStands(link),
    noteSigned: (signed) => ledger.noteSigned(signed),
    writeSignIn: signInText,
    signedText: (account, text, signature) => signatures.ofText(account, text, signature),
    typedData: bindingForWallet,
    signedAccount: (message, signature) => signatures.ofBinding(message, signature),
    writeClaim: (chain, claim) => ({
      chainId: chain.slice('eip155:'.length),
      from: claim.account,
      ...claimCall(claim),
      value: '0',
    }),
  }
}
