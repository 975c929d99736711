using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A generated type that reads itself. The member is static: there is no instance before it has been
/// read.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpReadable<TSelf>
    where TSelf : IQmpReadable<TSelf>
{
    /// <summary>Reads one value.</summary>
    /// <param name="reader">Positioned at the value; left at its end.</param>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value does not have the shape that the schema promises.</exception>
    static abstract TSelf Read(ref QmpReader reader);
}

/// <summary>Reads one value: how <see cref="QmpReader.ReadList{T}(QmpReadFunc{T})"/> reads its items.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="reader">Positioned at the value; left at its end.</param>
/// <returns>The value.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T QmpReadFunc<out T>(ref QmpReader reader);
