namespace GraphQL.Tests.Language;

internal static class SchemaText
{
    public const string Everything =
        """"
        "The schema"
        schema @onSchema {
          query: QueryType
          mutation: MutationType
          subscription: SubscriptionType
        }

        """
        A type
        with a description
        """
        type Foo implements Bar & Baz @onObject(a: 1) {
          one: Type
          "Two"
          two(argument: [Int!] = [1, 2] @onArgument, other: Input = {a: "b", c: null}): [Type!]! @deprecated(reason: "old")
          three(
            "An argument"
            argument: Boolean = true
          ): Int
        }

        type Empty

        extend type Foo implements Two {
          seven(argument: [String]): Type
        }

        extend type Foo @onType

        interface Bar implements Baz @onInterface {
          one: Type
        }

        interface Nothing

        extend interface Bar {
          two: Type
        }

        union Feed @onUnion = | Story | Article

        union Undefined

        extend union Feed = Photo | Video

        scalar CustomScalar @specifiedBy(url: "https://example.com")

        extend scalar CustomScalar @onScalar

        enum Site @onEnum {
          "The first"
          DESKTOP @onValue
          MOBILE
        }

        enum UndefinedEnum

        extend enum Site {
          VR
        }

        input Input @oneOf {
          key: String!
          answer: Int = 42 @onField
        }

        input UndefinedInput

        extend input Input {
          other: Float = 1.23e4
        }

        extend input Input @onInput

        "A directive"
        directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

        directive @several(
          "Described"
          name: String
        ) repeatable on | OBJECT | INTERFACE

        extend schema @onSchema {
          subscription: SubscriptionType
        }
        """";
}
