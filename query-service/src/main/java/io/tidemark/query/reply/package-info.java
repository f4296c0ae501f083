/** How answers leave over REST: as JSON or CSV, with an entity tag, so that what has not changed is not sent again. */
package io.tidemark.query.reply;
