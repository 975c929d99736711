using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A command that can also be read, for servers and tests. Bindings with <c>Directions="both"</c> implement
/// it.</summary>
/// <typeparam name="TSelf">The type of the command.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpServedCommand<TSelf> : IQmpCommand, IQmpReadable<TSelf>
    where TSelf : IQmpServedCommand<TSelf>
{
    /// <summary>The name on the wire.</summary>
    static new abstract string WireName { get; }
}
