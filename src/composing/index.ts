/** The composer: the declarative file of an agent, and the events that it stands for. */
export { type Composed, type ComposeOptions, eventsOf, instant, placeInFile } from './events.ts'
export { type ReadFile, readFile } from './read.ts'
export {
  type AgentFile,
  agentFile,
  type ComposedEvent,
  type CompositionFault,
  composedEvent,
  compositionFault,
} from './schema.ts'
export { writeYaml } from './yaml.ts'
