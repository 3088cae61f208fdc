/** Chains: the chains file, endpoints, and what they answer. */
import type { Advices } from './advice.ts'

export const chainErrors = {
  'chain.fileMissing': {
    retry: false,
    fix: 'Write the chains file (docs/chain.md shows one), and name it with `--chains FILE` or HEADWATER_CHAINS.',
  },
  'chain.fileFaulty': {
    retry: false,
    fix: 'Fix what the message names. docs/chain.md lists every field of the chains file.',
  },
  'chain.decimals': {
    retry: false,
    fix: 'A payment would count by a wrong factor. Find out which token is meant: a currency keeps its decimals for ever, so register one with the decimals of the token, or leave the token out of `tokens` of the chains file.',
  },
  'chain.nothingWatched': {
    retry: false,
    fix: 'Give a chain in the chains file something to watch: `registry`, `payments`, `story` or `distributors`, and on a Cosmos chain `events` or `transfers`. docs/chain.md lists the fields.',
  },
  'chain.unreachable': {
    retry: true,
    fix: 'Check that the endpoints in the chains file answer, and that this machine can reach them. Add a second endpoint.',
  },
  'chain.refused': {
    retry: true,
    fix: 'Check the key in the URL of the endpoint, and that the endpoint offers the method that the message names.',
  },
  'chain.answerWrong': {
    retry: true,
    fix: 'The endpoint answers what can not be true. Add a second endpoint, or replace this one.',
  },
  'chain.endpointsDiffer': {
    retry: true,
    fix: 'Two endpoints contradict each other, so neither is believed. Wait, or add a third one: what two say counts.',
  },
  'chain.blockMissing': {
    retry: true,
    fix: 'The endpoint lacks a block that it should have: it is behind, or it has removed old blocks. Wait, or name an endpoint that keeps all blocks.',
  },
  'chain.limited': {
    retry: true,
    fix: 'The endpoint asks for a pause, and gets one. If this goes on, raise `poll` in the chains file, take a plan with more requests, or add a second endpoint.',
  },
  'chain.rangeRefused': {
    retry: true,
    fix: 'The endpoint refuses even one block of logs in one answer. Name one that gives larger answers.',
  },
  'chain.unprovable': {
    retry: true,
    fix: 'The receipts of this chain are of a kind that Headwater cannot encode. Set `proof: bloom` for the chain in the chains file, or `proof: peers` where its headers have no bloom (docs/chain.md, proofs).',
  },
  'chain.otherChain': {
    retry: false,
    fix: 'An endpoint belongs to another chain than the one it is listed under. Correct the chains file.',
  },
  'chain.nodeTooOld': {
    retry: false,
    fix: 'Name nodes that run CometBFT 0.37 or later: older ones answer with other shapes.',
  },
  'chain.unconfirmed': {
    retry: true,
    fix: 'Wait for a second endpoint, or add one: what one alone says is not taken in, but where receipts prove it and no other answers (docs/chain.md, proofs).',
  },
  'chain.reorged': {
    retry: false,
    fix: 'Nothing more of this chain is taken in. Check the chain with a source that you trust, then name a block of the branch that counts: `headwater chain accept CHAIN BLOCKHASH` (docs/chain.md, reorgs).',
  },
  'chain.branchUnknown': {
    retry: false,
    fix: 'Name a block that all endpoints have, on the branch that counts, above the block where the branches part.',
  },
  'chain.taken': {
    retry: false,
    fix: 'Another process watches this chain. This one waits, and takes over when that one stops.',
  },
  'chain.nodeMissing': {
    retry: false,
    fix: 'Install the local node with `npm install --save-dev @foundry-rs/anvil`, and run the demo again.',
  },
} as const satisfies Advices
