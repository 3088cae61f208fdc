/** Published figures on real models and datasets, each with its source. */

/** Touvron et al. 2023, "LLaMA", table 1: sampling proportion of the pre-training data, in percent. */
export const llamaMix = {
  commoncrawl: 67.0,
  c4: 15.0,
  github: 4.5,
  wikipedia: 4.5,
  books: 4.5,
  arxiv: 2.5,
  stackexchange: 2.0,
}

/** Gao et al. 2020, "The Pile", table 1: weight of each component, in percent. */
export const pileWeights = {
  'pile-cc': 18.11,
  'pubmed-central': 14.4,
  books3: 12.07,
  openwebtext2: 10.01,
  arxiv: 8.96,
  github: 7.59,
  freelaw: 6.12,
  'stack-exchange': 5.13,
  uspto: 3.65,
  'pubmed-abstracts': 3.07,
  gutenberg: 2.17,
  opensubtitles: 1.55,
  wikipedia: 1.53,
  'dm-mathematics': 1.24,
  'ubuntu-irc': 0.88,
  bookcorpus2: 0.75,
  europarl: 0.73,
  hackernews: 0.62,
  youtubesubtitles: 0.6,
  philpapers: 0.38,
  'nih-exporter': 0.3,
  'enron-emails': 0.14,
}

/** Conover et al. 2023, "Free Dolly": 15,000 records written by over 5,000 Databricks employees; 3 records each here. */
export const dollyAuthors = 5_000
export const dollyRecordsEach = 3

export const llama = 'Touvron et al. 2023, LLaMA: Open and Efficient Foundation Language Models, table 1'
export const pile =
  'Gao et al. 2020, The Pile: An 800GB Dataset of Diverse Text for Language Modeling, table 1'
export const dolly = 'Conover et al. 2023, Free Dolly: Introducing the First Truly Open Instruction-Tuned LLM'
