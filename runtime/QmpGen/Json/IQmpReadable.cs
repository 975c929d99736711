using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A generated type with a static method that reads it.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpReadable<TSelf>
    where TSelf : IQmpReadable<TSelf>
{
    /// <summary>Reads one value.</summary>
    /// <param name="reader">The reader, at the first token of the value. The method leaves it at the last.</param>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value does not match the schema.</exception>
    static abstract TSelf Read(ref QmpReader reader);
}

/// <summary>Reads one item of a list for <see cref="QmpReader.ReadList{T}(QmpReadFunc{T})"/>.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <param name="reader">The reader, at the first token of the item. The function leaves it at the last.</param>
/// <returns>The item.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T QmpReadFunc<out T>(ref QmpReader reader);
