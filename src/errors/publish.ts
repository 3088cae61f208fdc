/** Publishing roots on a chain, and what payees claim. */
import type { Advices } from './advice.ts'

export const publishErrors = {
  'publish.noDistributor': {
    retry: false,
    fix: 'Name the distributor under its chain in the chains file; docs/chain.md shows one.',
  },
  'publish.noTree': {
    retry: false,
    fix: 'Nothing was paid on that chain so far. `headwater epochs N` lists the trees of an epoch.',
  },
  'publish.otherFormat': {
    retry: false,
    fix: 'Bring that tree to the contract of its format: `headwater tree N --chain C` writes it. `publish` serves the distributor of Headwater, which takes trees of `openzeppelin`.',
  },
  'publish.older': {
    retry: false,
    fix: 'Publish the last epoch: its tree has everything that the earlier ones have.',
  },
  'publish.rootDiffers': {
    retry: false,
    fix: 'Stored payouts were changed; `headwater verify` lists them, and `headwater rebuild` computes them again from the logs. Nothing is published until then.',
  },
  'publish.leafRepeated': {
    retry: false,
    fix: 'Stored payouts were changed; `headwater rebuild` computes them again from the logs. Nothing is published until then.',
  },
  'publish.leafFell': {
    retry: false,
    fix: 'A cumulative amount never falls. Check that this ledger is the one that published before; `headwater verify` recomputes it. Nothing is published until then.',
  },
  'publish.sumDiffers': {
    retry: false,
    fix: 'Stored payouts were changed; `headwater verify` lists them. Nothing is published until then.',
  },
  'publish.tokenMoved': {
    retry: false,
    fix: 'Each token of a chain belongs to one distributor for ever, because a second one would pay everything again. Correct the chains file.',
  },
  'publish.notDistributor': {
    retry: false,
    fix: 'Check the address and the chain in the chains file, and that the contract is deployed.',
  },
  'publish.foreignRoot': {
    retry: false,
    fix: 'Have the guardian disable that root, and find out who submitted it: the key of the publisher may be stolen.',
  },
  'publish.otherTotals': {
    retry: false,
    fix: 'Have the guardian disable that root, and find out who submitted it: the key of the publisher may be stolen, or another chains file names other tokens. If this ledger was restored from a backup, publish the epoch of that root first.',
  },
  'publish.rootVanished': {
    retry: false,
    fix: 'Check the endpoints and the address in the chains file. If the chain was reorganised that deeply, raise `confirmations`, and run the command with `--again`: it goes on from what the contract has now.',
  },
  'publish.disabled': {
    retry: false,
    fix: 'The guardian disabled the root of this epoch. Find out why, and publish a later epoch; or this one once more, with `--again`.',
  },
  'publish.handedOver': {
    retry: false,
    fix: 'Send the transactions that were written for the other signer, and run the command again. If they will never be sent, use `--again`.',
  },
  'publish.refused': {
    retry: false,
    fix: 'The message has the reason of the contract. Check that the key is the publisher of the distributor, and that its account has the tokens. `ReceivedDiffers` is a token that keeps a fee: send the distributor so much of it that the total arrives, and use `--no-fund`.',
  },
  'publish.reverted': {
    retry: false,
    fix: 'Look at the transaction in an explorer of the chain. `headwater publish --json` names it.',
  },
  'publish.noGas': {
    retry: false,
    fix: "Send the chain's own coin to the account of the signer, and run the command again.",
  },
  'publish.overtaken': {
    retry: true,
    fix: 'Another process publishes to this distributor. Run the command again; it continues what the other one recorded.',
  },
  'publish.malformed': {
    retry: false,
    fix: 'Send events of a publication only, in the shape that the OpenAPI document has.',
  },
  'key.missing': {
    retry: false,
    fix: 'Set HEADWATER_PUBLISHER_KEYSTORE and its password, or HEADWATER_PUBLISHER_KEY; or use `--unsigned`.',
  },
  'keystore.malformed': {
    retry: false,
    fix: 'Give a keystore in the Web3 Secret Storage format, version 3, as geth, Foundry and most wallets write it.',
  },
  'keystore.password': {
    retry: false,
    fix: 'Set HEADWATER_PUBLISHER_PASSWORD, or HEADWATER_PUBLISHER_PASSWORD_FILE, to the password of the keystore.',
  },
} as const satisfies Advices
