// The page's entry: the web bundler makes one script and one style sheet of what is imported here.
import './page.css';
import './account.ts';
import './app.ts';
