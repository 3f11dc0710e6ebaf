package org.kan4j.export;

/** The numbers of a file of ONNX. */
public enum Precision {
    /** As kan4j computes. */
    FLOAT64,
    /** For runtimes and devices that have no more. */
    FLOAT32
}
