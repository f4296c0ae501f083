-- Workload pairs, and what addresses belonged to (summary.proto explains each column). What an endpoint is called is told once a
-- day: rows have its id, a hash of all its columns, and 0 where nothing is known. So names go with the day they are of.

CREATE TABLE endpoint (
    day timestamptz NOT NULL, -- start of the UTC day of the rows that name it
    id bigint NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    workload_kind text COLLATE "C" NOT NULL,
    workload text COLLATE "C" NOT NULL,
    pod text COLLATE "C" NOT NULL,
    node text COLLATE "C" NOT NULL,
    zone text COLLATE "C" NOT NULL,
    service text COLLATE "C" NOT NULL,
    network text COLLATE "C" NOT NULL,
    country text COLLATE "C" NOT NULL,
    as_number bigint NOT NULL,
    as_organization text COLLATE "C" NOT NULL,
    PRIMARY KEY (day, id)
) PARTITION BY RANGE (day);

-- other: what is beyond the aggregator's bound; client, server and server_port 0, one row per protocol.
CREATE TABLE workload_pair (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
    client bigint NOT NULL, -- endpoint.id, of an entity
    server bigint NOT NULL,
    protocol integer NOT NULL,
    server_port integer NOT NULL,
    other boolean NOT NULL,
    flows bigint NOT NULL,
    forward_packets bigint NOT NULL,
    forward_bytes bigint NOT NULL,
    forward_frame_bytes bigint NOT NULL,
    reverse_packets bigint NOT NULL,
    reverse_bytes bigint NOT NULL,
    reverse_frame_bytes bigint NOT NULL,
    retransmitted_packets bigint NOT NULL,
    out_of_order_packets bigint NOT NULL,
    zero_windows bigint NOT NULL,
    PRIMARY KEY (window_start, window_group, partition, revision, client, server, protocol, server_port, other)
) PARTITION BY RANGE (window_start);

ALTER TABLE conversation
    ADD COLUMN client_endpoint bigint NOT NULL DEFAULT 0, -- endpoint.id
    ADD COLUMN server_endpoint bigint NOT NULL DEFAULT 0;

CREATE OR REPLACE FUNCTION partitioned_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['closed_window', 'missing_node', 'node_total', 'ledger', 'ledger_drop', 'application', 'conversation',
        'endpoint', 'workload_pair']
$$;

-- The days that are there get partitions of the new tables.
DO $$
DECLARE
    day record;
    parent text;
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.time_partition'));
    FOR day IN SELECT starts, ends FROM time_partition ORDER BY starts LOOP
        FOREACH parent IN ARRAY ARRAY['endpoint', 'workload_pair'] LOOP
            name := partition_name(parent, day.starts);
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent);
            EXECUTE format(
                'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, day.starts, day.ends);
        END LOOP;
    END LOOP;
END
$$;
