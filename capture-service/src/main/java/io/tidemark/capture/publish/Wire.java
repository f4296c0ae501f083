package io.tidemark.capture.publish;

/** Carries a record to the broker. */
@FunctionalInterface
interface Wire {
    /**
     * Sends without waiting. Records of one partition arrive in the order of the calls.
     *
     * @param partition of tidemark.flows.v1
     * @param value     the record's value; stays as it is until the receipt is called
     * @param receipt   called once, on any thread
     */
    void send(int partition, byte[] value, Receipt receipt);

    /** Tells what became of a record. */
    interface Receipt {
        /** The broker has it, on all replicas that count. */
        void acknowledged();

        /** The broker refused it for a reason that sending again at once will not change. */
        void failed(Throwable reason);
    }
}
