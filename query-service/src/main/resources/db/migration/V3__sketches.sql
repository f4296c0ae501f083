-- What cannot be summed up, as the bytes of Apache DataSketches (summary.proto says which), to be merged by who asks; and how exact
-- a conversation's row is, and where it was seen.

ALTER TABLE application
    ADD COLUMN clients bytea, -- HyperLogLog of the clients' addresses; NULL: the row takes in other applications
    ADD COLUMN round_trips bytea; -- t-digest of handshakes, seconds; NULL: none

ALTER TABLE conversation
    ADD COLUMN bytes_error bigint NOT NULL DEFAULT 0, -- so many bytes more of it may be in the others
    ADD COLUMN observed_at text COLLATE "C" NOT NULL DEFAULT ''; -- "node/interface", commas between them
