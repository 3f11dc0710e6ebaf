/**
 * Networks and formulas on Apache Spark. What belongs here: estimators and models of Spark ML, formulas for groups of rows, formulas as
 * columns, and sums over rows that are on many machines. What does not: how anything is trained or found, which is kan-train's.
 */
package org.kan4j.spark;
