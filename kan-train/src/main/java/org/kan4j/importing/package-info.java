/**
 * Models of other projects, read into networks of this one: checkpoints of pykan, efficient-kan and fast-kan. A reader of files gives
 * tensors by name and executes nothing; a reader of a project's layout makes a network of them, or names what a network cannot be. How
 * models go out belongs to {@code export}.
 */
package org.kan4j.importing;
