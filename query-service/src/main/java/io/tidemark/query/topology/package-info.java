/** Who talks to whom as a whole: a graph of namespaces, workloads or nodes, and flows through ordered dimensions (Sankey, 1898). */
package io.tidemark.query.topology;
