/** The page in a real browser, view by view, over captures of the last hour and of the same hour yesterday. */
package io.tidemark.e2e.page;
