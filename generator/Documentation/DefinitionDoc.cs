using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Documentation;

/// <summary>The documentation of a feature.</summary>
internal sealed record FeatureDoc(string Name, string Text);

/// <summary>The documentation of a command, an event, a type, a member or a value.</summary>
/// <param name="Name">The name in QEMU's source.</param>
/// <param name="Text">The text as XML on one line; can be empty.</param>
/// <param name="Since">The first release, if the source states it.</param>
/// <param name="Features">The features of the definition and its members.</param>
internal sealed record EntityDoc(string Name, string Text, string? Since, EquatableArray<FeatureDoc> Features);

/// <summary>A documented definition.</summary>
/// <param name="Parts">The members, arguments or values; the branches of an alternate by the type in a dump.</param>
/// <param name="Parent">The type that adds members, as the base or as <c>data</c>; can be empty.</param>
internal sealed record DefinitionDoc(EntityDoc Self, EquatableArray<EntityDoc> Parts, string Parent);
