package org.kan4j.dl4j.data;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrices in row-major order as ND4J's, and back. */
final class Arrays2d {
    private Arrays2d() {}

    /**
     * Numbers as a new matrix.
     *
     * @param values [rows, columns], not modified
     */
    static INDArray matrix(double[] values, int rows, DataType type) {
        return Nd4j.create(values, new long[] {rows, values.length / rows}, type);
    }

    /**
     * A copy of the numbers of a matrix, whatever its type, order and strides.
     *
     * @param subject what the matrix is, for the message
     * @return [rows, columns]
     * @throws IllegalArgumentException if it has another rank than 2, or no row
     */
    static double[] values(INDArray matrix, String subject) {
        if (matrix.rank() != 2 || matrix.isEmpty()) {
            throw new IllegalArgumentException(subject + ": an array of shape [rows, columns] with a row required, got "
                    + Arrays.toString(matrix.shape()));
        }
        return matrix.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }
}
