-- Adds up 64-bit numbers as such: an error where the sum does not fit. PostgreSQL's sum(bigint) is a numeric, whose state is memory of its
-- for each group: it takes twice as long and three times the room. NULL of no rows.
CREATE AGGREGATE total(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE);
