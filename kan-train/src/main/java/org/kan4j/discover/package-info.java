/**
 * From a table to a formula. {@link org.kan4j.discover.Discoverer} is the way in and {@link org.kan4j.discover.Discovery} what comes
 * out; {@code Search} holds the order of work, {@code Asker} asks the finders, {@code Candidates} keeps what they found, {@code
 * StopRule} says when that explains the table, {@code Limits} when time or work is used up, and {@code DiscoveryReport} makes the result. Ways
 * to find formulas are in {@code find} and {@code network}, smaller tables in {@code reduce}, judgement in {@code score}, and what is
 * said about a result in {@code evidence}.
 */
package org.kan4j.discover;
