package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.kernel.TreeSum;

class NeighboursTest {
    /** Chunks of a part in each partition; they go to the partitions in their order. */
    private static long[] shares(Neighbours neighbours, long chunks) {
        long[] shares = new long[neighbours.numPartitions()];
        int last = 0;
        for (long chunk = 0; chunk < chunks; chunk++) {
            int partition = neighbours.getPartition(chunk * 2);
            assertThat(partition).isBetween(last, neighbours.numPartitions() - 1);
            shares[partition]++;
            last = partition;
        }
        return shares;
    }

    /** Branches that the partitions give back together. */
    private static int branches(Neighbours neighbours, long chunks) {
        int branches = 0;
        TreeSum sum = new TreeSum();
        for (long chunk = 0; chunk < chunks; chunk++) {
            sum.add(new TreeSum.Node(0, chunk, new double[0]));
            if (chunk + 1 == chunks || neighbours.getPartition((chunk + 1) * 2) > neighbours.getPartition(chunk * 2)) {
                branches += sum.nodes().size();
                sum = new TreeSum();
            }
        }
        return branches;
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 1", "2, 79", "7, 79", "8, 3", "16, 1221", "100, 122071", "1000, 1220704"})
    void sharesAreAlikeAndCutFewBranches(int cores, long chunks) {
        Neighbours neighbours = new Neighbours(cores, chunks, 1);
        long[] shares = shares(neighbours, chunks);
        double mean = (double) chunks / shares.length;
        assertThat(Arrays.stream(shares).max().orElseThrow()).isLessThanOrEqualTo((long) Math.ceil(mean * 9 / 8));
        assertThat(neighbours.getPartition(1L)).isZero();
        int branches = branches(neighbours, chunks);
        System.out.printf("%d cores, %d chunks: %d partitions, %d branches%n", cores, chunks, shares.length, branches);
        assertThat(branches).isLessThanOrEqualTo(7 * shares.length);
    }

    @Test
    void noChunksAreOnePartition() {
        assertThat(new Neighbours(4, 0, 0).numPartitions()).isEqualTo(1);
    }
}
