package io.tidemark.bench.file;

import java.util.SplittableRandom;

/**
 * Numbers 0 to n - 1, the k-th with a share proportional to (k + 1)^-s: rejection-inversion (Hörmann and Derflinger 1996), no
 * table, some 1.1 draws a number.
 */
final class Zipf {
    private final int n;
    private final double s;
    private final double least;
    private final double largest;
    private final double sure; // nearer than this to a whole number needs no second look

    /** @param s above 0, not 1 */
    Zipf(int n, double s) {
        this.n = n;
        this.s = s;
        least = integral(1.5) - 1;
        largest = integral(n + 0.5);
        sure = 2 - inverse(integral(2.5) - Math.pow(2, -s));
    }

    int next(SplittableRandom random) {
        while (true) {
            double u = largest + random.nextDouble() * (least - largest);
            double x = inverse(u);
            int k = Math.clamp(Math.round(x), 1, n);
            if (k - x <= sure || u >= integral(k + 0.5) - Math.pow(k, -s)) {
                return k - 1;
            }
        }
    }

    private double integral(double x) {
        return (Math.pow(x, 1 - s) - 1) / (1 - s);
    }

    private double inverse(double y) {
        return Math.pow(1 + y * (1 - s), 1 / (1 - s));
    }
}
