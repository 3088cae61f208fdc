import { Component, type ReactNode } from 'react'
import { Failure } from '../parts/Failure.tsx'

/** Shows a page's failure in its place, so that the rest of the console stays in use. */
export class PageBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return <Failure error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
  }
}
