-- Rollups: the rows of windows summed up over minutes, hours and days (UTC), and what of each is kept how long. A rollup's row is known
-- by (window_start, window_group) and the key of its grain; window_start is that of its bucket. Partitions and revisions are summed
-- up. io.tidemark.query.store.Rollup makes them: it computes a bucket anew from the next finer rows whenever these have changed.

-- Which resolution's partitions these are: '10s' single windows (whatever their length), '1m', '1h', '1d', and 'names' for endpoints,
-- which are kept as long as any rows that name them.
ALTER TABLE time_partition
    ADD COLUMN resolution text COLLATE "C" NOT NULL DEFAULT '10s',
    DROP CONSTRAINT time_partition_pkey,
    ADD PRIMARY KEY (resolution, starts);

ALTER TABLE time_partition ALTER COLUMN resolution DROP DEFAULT;

INSERT INTO time_partition (resolution, starts, ends, created_at)
    SELECT 'names', starts, ends, created_at FROM time_partition;

-- Buckets whose finer rows have changed since they were computed; one row for each change. A bucket of an hour is out of date too while
-- a minute in it is.
CREATE TABLE rollup_pending (
    resolution text COLLATE "C" NOT NULL,
    bucket timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT now()
);

-- What was dropped by age and is in the coarser rows alone. Nothing can be added to it: no coarser row could be computed anew.
CREATE TABLE settled (
    resolution text COLLATE "C" NOT NULL,
    starts timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    settled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (window_group, resolution, starts)
);

-- The tables of each resolution have the same columns, so one is the form of the others.

-- What coverage and status are made of: closed_window and missing_node summed up.
CREATE TABLE coverage_1m (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    windows bigint NOT NULL, -- how many different ones
    complete boolean NOT NULL, -- each was complete and whole on each partition that told of it
    partitions integer NOT NULL, -- that told of each; the least
    highest integer NOT NULL, -- partition that told of any, + 1
    longest interval NOT NULL, -- window
    first_window timestamptz NOT NULL,
    last_window timestamptz NOT NULL,
    window_end timestamptz NOT NULL, -- the latest
    closed_at timestamptz NOT NULL, -- the latest
    missing_nodes text[] NOT NULL -- in the latest closing of a window on a partition; sorted
) PARTITION BY RANGE (window_start);

CREATE TABLE node_total_1m (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    node text COLLATE "C" NOT NULL,
    windows bigint NOT NULL, -- how many different ones
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
    announced_frame_bytes bigint NOT NULL
) PARTITION BY RANGE (window_start);

CREATE TABLE ledger_1m (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    node text COLLATE "C" NOT NULL,
    point text COLLATE "C" NOT NULL,
    received_packets bigint NOT NULL,
    received_bytes bigint NOT NULL,
    metered_packets bigint NOT NULL,
    metered_bytes bigint NOT NULL
) PARTITION BY RANGE (window_start);

CREATE TABLE ledger_drop_1m (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    node text COLLATE "C" NOT NULL,
    point text COLLATE "C" NOT NULL,
    cause text COLLATE "C" NOT NULL,
    packets bigint NOT NULL,
    bytes bigint NOT NULL
) PARTITION BY RANGE (window_start);

CREATE TABLE application_1m (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
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
    clients bytea, -- merged
    round_trips bytea
) PARTITION BY RANGE (window_start);

CREATE TABLE workload_pair_1m (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    client bigint NOT NULL,
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
    zero_windows bigint NOT NULL
) PARTITION BY RANGE (window_start);

-- Of minutes, each conversation that any window tells of; of hours and days the largest, and the rest in others. Where one had other
-- names in other windows it has a row for each.
CREATE TABLE conversation_1m (
    window_start timestamptz NOT NULL,
    window_group text COLLATE "C" NOT NULL,
    client inet NOT NULL,
    server inet NOT NULL,
    server_port integer NOT NULL,
    protocol integer NOT NULL,
    other boolean NOT NULL,
    client_endpoint bigint NOT NULL,
    server_endpoint bigint NOT NULL,
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
    bytes_error bigint NOT NULL,
    first_window timestamptz NOT NULL,
    last_window timestamptz NOT NULL
) PARTITION BY RANGE (window_start);

-- A bucket's rows are replaced together, and answers read ranges of buckets: one index serves both. Keys are unique by construction.
DO $$
DECLARE
    grain text;
    resolution text;
BEGIN
    FOREACH grain IN ARRAY ARRAY['coverage', 'node_total', 'ledger', 'ledger_drop', 'application', 'workload_pair', 'conversation'] LOOP
        EXECUTE format('CREATE INDEX %I ON %I (window_start, window_group)', grain || '_1m_of_bucket', grain || '_1m');
        FOREACH resolution IN ARRAY ARRAY['1h', '1d'] LOOP
            EXECUTE format('CREATE TABLE %I (LIKE %I) PARTITION BY RANGE (window_start)', grain || '_' || resolution, grain || '_1m');
            EXECUTE format('CREATE INDEX %I ON %I (window_start, window_group)',
                grain || '_' || resolution || '_of_bucket', grain || '_' || resolution);
        END LOOP;
    END LOOP;
END
$$;

DROP FUNCTION create_time_partition(timestamptz);
DROP FUNCTION drop_time_partition(timestamptz);
DROP FUNCTION partitioned_tables();

CREATE FUNCTION partitioned_tables(resolution text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE resolution
        WHEN '10s' THEN ARRAY['closed_window', 'missing_node', 'node_total', 'ledger', 'ledger_drop', 'application', 'conversation',
            'workload_pair']
        WHEN 'names' THEN ARRAY['endpoint']
        ELSE ARRAY['coverage_' || resolution, 'node_total_' || resolution, 'ledger_' || resolution, 'ledger_drop_' || resolution,
            'application_' || resolution, 'conversation_' || resolution, 'workload_pair_' || resolution]
    END
$$;

-- One partition is a UTC day, of hours and days a month.
CREATE FUNCTION partition_start(resolution text, at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT date_trunc(CASE WHEN resolution IN ('1h', '1d') THEN 'month' ELSE 'day' END, at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
$$;

CREATE FUNCTION partition_end(resolution text, starts timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT (starts AT TIME ZONE 'UTC' + CASE WHEN resolution IN ('1h', '1d') THEN interval '1 month' ELSE interval '1 day' END)
        AT TIME ZONE 'UTC'
$$;

-- Makes the partitions of a resolution that an instant is in; false if they were there. Attaching takes a weaker lock than creating in
-- place: reads go on meanwhile.
CREATE FUNCTION create_time_partition(of_resolution text, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    name text;
    first timestamptz := partition_start(of_resolution, at);
    next timestamptz := partition_end(of_resolution, first);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.time_partition'));
    INSERT INTO time_partition (resolution, starts, ends) VALUES (of_resolution, first, next) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    FOREACH parent IN ARRAY partitioned_tables(of_resolution) LOOP
        name := partition_name(parent, first);
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, first, next);
    END LOOP;
    RETURN true;
END
$$;

-- Drops the partitions of a resolution that start here, and notes which groups had rows in them; false if there were none, or if
-- something in them is still to be summed up.
CREATE FUNCTION drop_time_partition(of_resolution text, first timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    until timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.time_partition'));
    SELECT ends INTO until FROM time_partition WHERE resolution = of_resolution AND starts = first;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- against a bulk that is being written: it has marked what it changes when this lock is there
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', partition_name((partitioned_tables(of_resolution))[1], first));
    IF EXISTS (SELECT FROM rollup_pending p WHERE of_resolution <> 'names' AND p.bucket < until
            AND p.bucket + CASE p.resolution WHEN '1m' THEN interval '1 minute' WHEN '1h' THEN interval '1 hour'
                ELSE interval '24 hours' END > first) THEN
        RETURN false;
    END IF;
    IF of_resolution <> 'names' THEN
        EXECUTE format('INSERT INTO settled (resolution, starts, ends, window_group) SELECT DISTINCT %L, %L::timestamptz, %L::timestamptz,
            window_group FROM %I ON CONFLICT DO NOTHING',
            of_resolution, first, until, partition_name((partitioned_tables(of_resolution))[1], first));
    END IF;
    DELETE FROM time_partition WHERE resolution = of_resolution AND starts = first;
    FOREACH parent IN ARRAY partitioned_tables(of_resolution) LOOP
        EXECUTE format('DROP TABLE %I', partition_name(parent, first));
    END LOOP;
    RETURN true;
END
$$;

-- Who adds rows of a window, or takes them away, writes its closing in the same transaction: that marks the window's minute.
CREATE FUNCTION mark_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rollup_pending (resolution, bucket, window_group)
        SELECT DISTINCT '1m', date_bin('1 minute', window_start, timestamptz 'epoch'), window_group FROM changed;
    RETURN NULL;
END
$$;

CREATE TRIGGER closing_added AFTER INSERT ON closed_window REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_minutes();
CREATE TRIGGER closing_changed AFTER UPDATE ON closed_window REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_minutes();
CREATE TRIGGER closing_removed AFTER DELETE ON closed_window REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_minutes();

-- What is there already is summed up in time.
INSERT INTO rollup_pending (resolution, bucket, window_group)
    SELECT DISTINCT '1m', date_bin('1 minute', window_start, timestamptz 'epoch'), window_group FROM closed_window;

-- It served what is read from the hours now; the key serves all else.
DROP INDEX closed_window_of_group;

-- What there is of each window group: of hours that are up to date from their rollup, of the others from single windows.
CREATE VIEW source_extent AS
    WITH pending AS (SELECT DISTINCT date_bin('1 hour', bucket, timestamptz 'epoch') AS hour, window_group FROM rollup_pending
        WHERE resolution IN ('1m', '1h')),
    parts AS (
        SELECT window_group, first_window, last_window, windows, closed_at, window_end FROM coverage_1h c
        WHERE NOT EXISTS (SELECT FROM pending p WHERE p.window_group = c.window_group AND p.hour = c.window_start)
        UNION ALL
        SELECT p.window_group, w.* FROM pending p CROSS JOIN LATERAL ( -- so that each hour is a short scan of the key
            SELECT min(window_start), max(window_start), count(DISTINCT window_start) AS windows, max(closed_at), max(window_end)
            FROM closed_window WHERE window_group = p.window_group AND window_start >= p.hour
                AND window_start < p.hour + interval '1 hour') w
        WHERE w.windows > 0)
    SELECT window_group AS source, min(first_window) AS earliest_window, max(last_window) AS latest_window,
        sum(windows)::bigint AS windows, max(closed_at) AS last_closed_at, max(window_end) AS latest_end
    FROM parts GROUP BY window_group;

CREATE OR REPLACE VIEW source AS
    SELECT source, earliest_window, latest_window, windows, last_closed_at FROM source_extent;
