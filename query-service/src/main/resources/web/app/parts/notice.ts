// What stands where an answer should: nothing there, not yet there, or why not.
import { LitElement, css, html, nothing } from 'lit';
import { Problem } from '../data/api.ts';
import { t } from '../strings.ts';
import { base, controls } from './styles.ts';

/** A title, a sentence, and in its slot what one can do about it. */
class Notice extends LitElement {
  declare heading: string;
  declare text: string;
  declare kind: 'empty' | 'loading' | 'error';

  static properties = { heading: {}, text: {}, kind: { reflect: true } };

  static styles = [
    base,
    controls,
    css`
      :host {
        padding: 2.5rem 1rem;
        text-align: center;
      }
      :host([kind='error']) {
        background: var(--bad-soft);
        border-radius: 8px;
        padding: 1rem;
        margin: 0.5rem 0.6rem 0.6rem;
      }
      h2 {
        margin-bottom: 0.25rem;
      }
      :host([kind='error']) h2 {
        color: var(--bad);
      }
      :host([kind='loading']) h2 {
        color: var(--muted);
        font-weight: 400;
      }
      p {
        color: var(--muted);
        max-width: 60ch;
        margin: 0 auto;
        overflow-wrap: anywhere;
      }
    `,
  ];

  render() {
    return html`
      <div role=${this.kind === 'error' ? 'alert' : 'status'}>
        <h2>${this.heading}</h2>
        ${this.text ? html`<p>${this.text}</p>` : nothing}
      </div>
      <slot></slot>
    `;
  }
}

customElements.define('tm-notice', Notice);

export const loading = () => html`<tm-notice kind="loading" .heading=${t.loading}></tm-notice>`;

/** What is said beside an answer, or in its place: why it did not come, or that it is on its way. */
export const awaited = ({ value, error }: { value: unknown; error: Error | null }) => (error ? failure(error) : value ? nothing : loading());

/** An error in words: who did not do what, and what the server says about it. */
export function failure(error: Error) {
  const status = error instanceof Problem ? error.status : -1;
  if (status === 0) {
    return html`<tm-notice kind="error" .heading=${t.errors.unreachable} .text=${t.errors.unreachableHelp}></tm-notice>`;
  }
  if (error instanceof Problem && error.parameter === 'filter') {
    return html`<tm-notice kind="error" .heading=${t.filter.refused}></tm-notice>`; // the box says why
  }
  const title = status >= 400 && status < 500 ? t.errors.refused : t.errors.failed;
  return html`<tm-notice kind="error" .heading=${title} .text=${error.message}></tm-notice>`;
}
