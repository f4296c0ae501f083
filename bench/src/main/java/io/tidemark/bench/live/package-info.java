/** Live capture against others: a sender, a veth pair between two network namespaces, and who listens there, one after the other. */
package io.tidemark.bench.live;
