-- What closed windows say, as it came from tidemark.summaries.v1 (summary.proto explains every number). A row is known by
-- (window_start, window_group, partition, revision) and the key of its grain; the truth is the sum over partitions and
-- revisions. Every table below but time_partition is cut in one partition per UTC day of window_start.

-- One row per closing of a window on a flow partition.
CREATE TABLE closed_window (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
    window_end timestamptz NOT NULL,
    complete boolean NOT NULL, -- every live node had marked it
    closed_at timestamptz NOT NULL, -- wall clock of the aggregator
    whole boolean NOT NULL, -- the last part of its rows is here
    PRIMARY KEY (window_start, window_group, partition, revision)
) PARTITION BY RANGE (window_start);

CREATE INDEX closed_window_of_group ON closed_window (window_group, window_start);

-- What there is of each window group.
CREATE VIEW source AS
    SELECT window_group AS source, min(window_start) AS earliest_window, max(window_start) AS latest_window,
        count(DISTINCT window_start) AS windows, max(closed_at) AS last_closed_at
    FROM closed_window GROUP BY window_group;

-- The nodes that an incomplete window was closed without.
CREATE TABLE missing_node (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
    node text COLLATE "C" NOT NULL,
    PRIMARY KEY (window_start, window_group, partition, revision, node)
) PARTITION BY RANGE (window_start);

CREATE TABLE node_total (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
    node text COLLATE "C" NOT NULL,
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
    announced_flows bigint NOT NULL,
    announced_packets bigint NOT NULL,
    announced_frame_bytes bigint NOT NULL,
    PRIMARY KEY (window_start, window_group, partition, revision, node)
) PARTITION BY RANGE (window_start);

-- received = metered + sum of ledger_drop; bytes are frame bytes.
CREATE TABLE ledger (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
    node text COLLATE "C" NOT NULL,
    point text COLLATE "C" NOT NULL,
    received_packets bigint NOT NULL,
    received_bytes bigint NOT NULL,
    metered_packets bigint NOT NULL,
    metered_bytes bigint NOT NULL,
    PRIMARY KEY (window_start, window_group, partition, revision, node, point)
) PARTITION BY RANGE (window_start);

CREATE TABLE ledger_drop (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
    node text COLLATE "C" NOT NULL,
    point text COLLATE "C" NOT NULL,
    cause text COLLATE "C" NOT NULL,
    packets bigint NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (window_start, window_group, partition, revision, node, point, cause)
) PARTITION BY RANGE (window_start);

-- other: what is beyond the aggregator's bound; server_port 0, one row per protocol.
CREATE TABLE application (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
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
    PRIMARY KEY (window_start, window_group, partition, revision, protocol, server_port, other)
) PARTITION BY RANGE (window_start);

-- other: what is below the top of the partition's window; both addresses ::, server_port 0, one row per protocol.
CREATE TABLE conversation (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    revision integer NOT NULL,
    client inet NOT NULL,
    server inet NOT NULL,
    server_port integer NOT NULL,
    protocol integer NOT NULL,
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
    PRIMARY KEY (window_start, window_group, partition, revision, client, server, server_port, protocol, other)
) PARTITION BY RANGE (window_start);

-- The days that have partitions. A day lives for the retention from the later of its end and its creation, so that a replay
-- of an old capture is kept as long as today's traffic.
CREATE TABLE time_partition (
    starts timestamptz PRIMARY KEY,
    ends timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION partitioned_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['closed_window', 'missing_node', 'node_total', 'ledger', 'ledger_drop', 'application', 'conversation']
$$;

CREATE FUNCTION partition_name(parent text, starts timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT parent || '_' || to_char(starts AT TIME ZONE 'UTC', 'YYYYMMDD')
$$;

-- Makes the partitions of the day that starts here; false if they were there. Attaching takes a weaker lock than creating
-- in place: reads go on meanwhile.
CREATE FUNCTION create_time_partition(day timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    name text;
    day_end timestamptz := day + interval '24 hours';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.time_partition'));
    INSERT INTO time_partition (starts, ends) VALUES (day, day_end) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    FOREACH parent IN ARRAY partitioned_tables() LOOP
        name := partition_name(parent, day);
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, day, day_end);
    END LOOP;
    RETURN true;
END
$$;

-- Drops the partitions of the day that starts here; false if there were none.
CREATE FUNCTION drop_time_partition(day timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    parent text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.time_partition'));
    DELETE FROM time_partition WHERE starts = day;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    FOREACH parent IN ARRAY partitioned_tables() LOOP
        EXECUTE format('DROP TABLE %I', partition_name(parent, day));
    END LOOP;
    RETURN true;
END
$$;
