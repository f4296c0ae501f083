-- Of conversations summed up, indexes know the addresses too: what one host had, or what lies between two, is found without a look at each
-- row of the range (docs/decisions/0052). While they are made who sums up waits; who asks does not.
DO $$
DECLARE
    resolution text;
    rollup text;
BEGIN
    FOREACH resolution IN ARRAY ARRAY['1m', '10m', '1h', '6h', '1d'] LOOP
        rollup := 'conversation_' || resolution;
        EXECUTE format('CREATE INDEX %I ON %I (window_start, client, server)', rollup || '_of_addresses', rollup);
        EXECUTE format('CREATE INDEX %I ON %I (window_start, server)', rollup || '_of_server', rollup);
    END LOOP;
END
$$;
