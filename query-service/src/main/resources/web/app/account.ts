// Who is logged in, and the way to the login. All of the login that the page has is in this file, and it is loaded first: each answer
// passes through here, so one that says 401 leads to the login whoever asked.
import { LitElement, css, html, nothing } from 'lit';
import { viewer } from './data/viewer.ts';
import { Subscribed } from './data/state.ts';

const WORDS = {
  en: {
    account: 'Account',
    out: 'Log out',
    only: (namespaces: string[]) => (namespaces.length ? `sees ${namespaces.join(', ')}` : 'sees no namespace'),
    norole: 'You are logged in, but have no role here: ask who runs Tidemark for the role viewer.',
  },
  zh: {
    account: '账户',
    out: '退出登录',
    only: (namespaces: string[]) => (namespaces.length ? `可见：${namespaces.join('、')}` : '没有可见的命名空间'),
    norole: '您已登录，但在此没有角色：请向 Tidemark 管理员申请 viewer 角色。',
  },
};

const words = () => (document.documentElement.lang.startsWith('zh') ? WORDS.zh : WORDS.en);

/** When the page went to the login last: an issuer whose tokens are not taken here must not send it round and round. */
const WENT = 'tidemark.login';
const SOON = 10_000;

function toLogin() {
  const went = Number(sessionStorage.getItem(WENT) ?? 0);
  if (Date.now() - went > SOON) {
    sessionStorage.setItem(WENT, String(Date.now()));
    location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
  }
}

const ask = window.fetch.bind(window);
window.fetch = async (...question) => {
  const answer = await ask(...question);
  if (answer.status === 401) toLogin();
  return answer;
};

class Account extends LitElement {
  static styles = css`
    aside {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 0.3rem 0.8rem;
      max-width: 1600px;
      margin: 0 auto;
      padding: 0.4rem 1rem 0.8rem;
      font-size: 0.85rem;
      color: var(--muted);
    }
    strong {
      color: var(--text);
      font-weight: 600;
    }
    a {
      color: var(--accent);
    }
  `;

  constructor() {
    super();
    new Subscribed(this, viewer);
  }

  connectedCallback() {
    super.connectedCallback();
    void viewer.known();
  }

  render() {
    const t = words();
    const { me, refused } = viewer;
    if (refused) {
      return html`<aside aria-label=${t.account} role="alert">${t.norole} <a href="/logout">${t.out}</a></aside>`;
    }
    if (!me?.login) return nothing;
    return html`
      <aside aria-label=${t.account}>
        <strong>${me.name}</strong>
        <span>${me.roles.at(-1)}</span>
        ${me.namespaces ? html`<span>${t.only(me.namespaces)}</span>` : nothing}
        <a href="/logout">${t.out}</a>
      </aside>
    `;
  }
}

customElements.define('tm-account', Account);
document.body.append(document.createElement('tm-account'));
