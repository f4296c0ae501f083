// The shell: header, the view that the URL names, the ledger strip under it.
import { LitElement, html } from 'lit';

class App extends LitElement {
  render() {
    return html`<main><h1>Tidemark</h1></main>`;
  }
}

customElements.define('tm-app', App);
