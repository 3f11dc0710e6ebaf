package org.kan4j.data;

/** Reads the cells of a column as numbers. */
interface CellParser {
    /**
     * The number in a cell.
     *
     * @param text holds the cell, not modified
     * @param offset of its first character
     * @param length of the cell; blanks around what is in it are allowed
     * @return NaN where it holds none in the form of the column; infinite where it is too large
     */
    double parse(char[] text, int offset, int length);
}
