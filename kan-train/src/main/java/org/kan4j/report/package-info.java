/**
 * How results look: text for people, JSON for programs, and pictures of networks. What belongs here: the ways to write that several
 * results share. What does not: what a result says, which is the result's own record.
 */
package org.kan4j.report;
