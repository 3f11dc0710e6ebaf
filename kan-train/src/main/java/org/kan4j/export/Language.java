package org.kan4j.export;

/** What models are exported to. */
public enum Language {
    /** A Python module with one function of NumPy arrays. */
    PYTHON("#"),
    /** A C header with one function, which C++ takes too. */
    C("//"),
    /** A Java class that needs nothing but the JDK. */
    JAVA("//"),
    /** One expression over the columns of a table. */
    SQL("--"),
    /** One formula over the cells of a row, for Excel and LibreOffice Calc. */
    EXCEL("'"),
    /** An R function of vectors. */
    R("#"),
    /** A graph of ONNX, a binary file. */
    ONNX(""),
    /** The tensors of a network, a binary file. */
    SAFETENSORS("");

    private final String comment;

    Language(String comment) {
        this.comment = comment;
    }

    /** What a line of comment begins with. */
    String comment() {
        return comment;
    }

    /** Whether an export is a function or a class, and so has a name. */
    boolean isNamed() {
        return this != SQL && this != EXCEL && !isBinary();
    }

    /** {@return whether an export is no text} */
    public boolean isBinary() {
        return this == ONNX || this == SAFETENSORS;
    }
}
