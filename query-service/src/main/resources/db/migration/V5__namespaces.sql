-- Who sees what. Answers are read as a role that is not the owner of the tables, DATABASE_reader, in transactions that say for whom:
-- tidemark.namespaces is "*", or an array of the namespaces whose traffic may be seen. Row-level security holds each statement to it, and
-- where nothing is said nothing is seen. The owner, who writes, sums up and drops, is not held (docs/decisions/0033).

-- Ids of what is called by a namespace, so that policies need not read the names of all days.
CREATE TABLE endpoint_namespace (
    namespace text COLLATE "C" NOT NULL,
    id bigint NOT NULL, -- endpoint.id
    last_day timestamptz NOT NULL, -- the latest day that has it
    PRIMARY KEY (namespace, id)
);

INSERT INTO endpoint_namespace SELECT namespace, id, max(day) FROM endpoint WHERE namespace <> '' GROUP BY 1, 2;

CREATE FUNCTION note_namespaces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO endpoint_namespace SELECT namespace, id, max(day) FROM added WHERE namespace <> '' GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (namespace, id) DO UPDATE SET last_day = excluded.last_day
        WHERE endpoint_namespace.last_day < excluded.last_day;
    RETURN NULL;
END
$$;

CREATE TRIGGER endpoint_added AFTER INSERT ON endpoint REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION note_namespaces();

-- Names that no day has any more.
CREATE FUNCTION forget_namespaces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM endpoint_namespace WHERE last_day < (SELECT coalesce(min(starts), 'infinity') FROM time_partition WHERE resolution = 'names');
    RETURN NULL;
END
$$;

CREATE TRIGGER names_dropped AFTER DELETE ON time_partition FOR EACH STATEMENT EXECUTE FUNCTION forget_namespaces();

-- The namespaces of who asks; none where it may see all, or nothing was said.
CREATE FUNCTION allowed_namespaces() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN current_setting('tidemark.namespaces', true) LIKE '{%'
        THEN current_setting('tidemark.namespaces', true)::text[] ELSE '{}' END
$$;

-- In parentheses, each setting is read once for a statement and not once for each row.
DO $$
DECLARE
    everything constant text := $p$(SELECT current_setting('tidemark.namespaces', true) = '*')$p$;
    known constant text := $p$(SELECT current_setting('tidemark.namespaces', true) <> '')$p$;
    named constant text := $p$(SELECT current_setting('tidemark.peers', true) = 'named' AND current_setting('tidemark.namespaces', true) <> '')$p$;
    ends constant text := '%s OR %I IN (SELECT id FROM endpoint_namespace) OR %I IN (SELECT id FROM endpoint_namespace)';
    resolution text;
    name text;
BEGIN
    EXECUTE format('CREATE POLICY seen ON endpoint_namespace FOR SELECT USING (namespace = ANY ((SELECT allowed_namespaces())::text[]))');
    EXECUTE format('CREATE POLICY seen ON endpoint FOR SELECT USING (%s OR %s OR namespace = '''' AND %s'
        ' OR namespace = ANY ((SELECT allowed_namespaces())::text[]))', everything, named, known);
    FOREACH resolution IN ARRAY ARRAY['', '_1m', '_1h', '_1d'] LOOP
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (' || ends || ')',
            'conversation' || resolution, everything, 'client_endpoint', 'server_endpoint');
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (' || ends || ')',
            'workload_pair' || resolution, everything, 'client', 'server');
        -- of all traffic together
        FOREACH name IN ARRAY ARRAY['application', 'node_total', 'ledger', 'ledger_drop'] LOOP
            EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (%s)', name || resolution, everything);
        END LOOP;
    END LOOP;
    -- what there is, of nobody's traffic
    FOREACH name IN ARRAY ARRAY['closed_window', 'missing_node', 'coverage_1m', 'coverage_1h', 'coverage_1d', 'time_partition',
            'rollup_pending', 'settled'] LOOP
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (%s)', name, known);
    END LOOP;
    FOR name IN SELECT DISTINCT polrelid::regclass::text FROM pg_policy WHERE polname = 'seen' LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
    END LOOP;
END
$$;

-- A view that reads as its owner would be a way around.
ALTER VIEW source_extent SET (security_invoker = true);
ALTER VIEW source SET (security_invoker = true);

-- The role that answers are read as; no row: it could not be made.
CREATE TABLE reader (name text PRIMARY KEY);

-- Makes the role, or takes the one that an administrator made, and lets it read the parents of partitions and nothing else; false if our
-- user may not. Called at each start: the server may be another one than that of the last time.
CREATE FUNCTION prepare_reader() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    wanted text := current_database() || '_reader';
    relation text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.reader'));
    BEGIN
        IF to_regrole(quote_ident(wanted)) IS NULL THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
        BEGIN
            EXECUTE format('GRANT %I TO %I', wanted, current_user);
        EXCEPTION WHEN insufficient_privilege THEN NULL; -- an administrator has, or the next statements fail
        END;
        FOR relation IN SELECT DISTINCT polrelid::regclass::text FROM pg_policy WHERE polname = 'seen'
                UNION SELECT unnest(ARRAY['source', 'source_extent']) LOOP
            EXECUTE format('GRANT SELECT ON %s TO %I', relation, wanted);
        END LOOP;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), wanted);
        PERFORM set_config('role', wanted, true);
        IF (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = wanted) THEN
            RAISE insufficient_privilege;
        END IF;
        PERFORM set_config('role', 'none', true);
    EXCEPTION WHEN insufficient_privilege THEN
        DELETE FROM reader;
        RETURN false;
    END;
    INSERT INTO reader VALUES (wanted) ON CONFLICT DO NOTHING;
    DELETE FROM reader WHERE name <> wanted;
    RETURN true;
END
$$;
